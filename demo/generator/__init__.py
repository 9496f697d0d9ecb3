"""Made-up families in any number, the same on every machine: `families(seed, count, now=...)` yields plain plans.

Nothing here knows a database. Family k of a seed is the same however many are asked for, so that a benchmark's million
begins with the demonstration's sixty. `telling.told(family, report)` says a report in the words of the incidents' door.
"""

from demo.generator.families import families as families
from demo.generator.families import family as family
from demo.generator.plans import FamilyPlan as FamilyPlan
from demo.generator.plans import PersonPlan as PersonPlan
from demo.generator.plans import Registration as Registration
from demo.generator.plans import ReportPlan as ReportPlan
from demo.generator.plans import RolePlan as RolePlan
from demo.generator.plans import Works as Works
from demo.generator.shapes import Shape as Shape
from demo.generator.telling import told as told
