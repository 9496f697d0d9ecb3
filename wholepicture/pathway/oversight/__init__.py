"""Is the platform keeping its promises: what is stuck and since when, the workers' heartbeat, the promises checked over live data.

Acts: managers, operators, executives (review 5.2 L&G 1: accountability for the effectiveness of the process).
"""
