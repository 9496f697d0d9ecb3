"""A database filled for benchmarks: some families are played through the platform's own actions, then copied many times.

`playing.play` lets families of the generator be reported, triaged and answered; `templates.read` finds every row that
belongs to each of them, in whatever tables there are; `multiply.multiply` writes them again under other ids, names, homes
and days with COPY. So a copy has the shape that the actions gave its original, and a new table comes along by itself.
Needs the database's superuser; everybody is made up.
"""
