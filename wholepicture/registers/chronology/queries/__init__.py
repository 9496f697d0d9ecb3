"""Reads of the line: what a cause made known to whom, what is known of a record, and the timeline of a family by pages."""

from wholepicture.registers.chronology.facts import Line as Line
from wholepicture.registers.chronology.queries.happenings import page as page
from wholepicture.registers.chronology.queries.knowing import knowing as knowing
from wholepicture.registers.chronology.queries.known import agencies_of as agencies_of
from wholepicture.registers.chronology.queries.known import causes_of as causes_of
from wholepicture.registers.chronology.queries.known import changes as changes
from wholepicture.registers.chronology.queries.known import told_about as told_about
from wholepicture.registers.chronology.queries.lines import for_cause as for_cause
from wholepicture.registers.chronology.queries.lines import for_record as for_record
from wholepicture.registers.chronology.queries.lines import for_records as for_records
