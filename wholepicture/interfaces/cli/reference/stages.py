"""What the machine does, in order."""

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.pathway.stages import STAGES, WATCHING


def page() -> str:
    """The page of stages."""
    rows = [(number, stage.name, stage.owner) for number, stage in enumerate((*STAGES, *WATCHING), start=1)]
    about = "Each step finds its work by a query and does it in batches; a list that grows has an owner."
    return markdown.page("What the machine does", about, markdown.table(["", "Step", "Owner of its list"], rows))
