"""Who must be told about this child and this incident: the protocol's tables applied to incident, child and what is known.

Acts: the machine; nothing waits for a doubtful link (review 2.6, 2.14: `health` reached one team, two practices knew nothing).
"""
