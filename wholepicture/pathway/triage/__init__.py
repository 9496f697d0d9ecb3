"""The daily list: takes incidents in scope, lists each concerned family once, asks what agencies know, takes decisions.

In come families with what their pattern shows; out go decisions about each child with named recipients. The machine
lists, asks and raises the alarm; agencies contribute; a meeting, or agencies one after the other, decide; every
statutory partner signs where the triage itself is suspended or left (review 2.4-2.6, 3.7, 5.2 L&G 1-3, CP 1-2).
"""
