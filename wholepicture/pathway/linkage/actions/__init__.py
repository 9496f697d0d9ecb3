"""Every write of linkage: joining by exact evidence, what a reviewer says of a doubt, and undoing either."""

from wholepicture.pathway.linkage.actions.linking import link as link
