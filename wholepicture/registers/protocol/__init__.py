"""The agreed operating protocol: versioned decision tables and parameters (review 5.2 leadership and governance 3).

Comes in: tables and parameters approved by named executives. Goes out: for each child and adult of an incident, concern
or birth, who is told in what way and by when, or why nobody is. Who acts: an executive adopts; the machine asks.

`actions.adopt`, `queries.current(now).evaluate(subjects)`, `deadlines.deadline(hit, now, parameters)`,
`plain_words` for the page. Nobody is forgotten because adoption asks the tables about every combination of facts.
"""
