"""Every bench of a running platform at a tiny size, in one start: `python -m bench.smoke`; so that none rots (CI runs it)."""

import sys
from datetime import UTC, datetime

from bench import growth, inbox, intake, platform
from bench.matching import judging, loading
from tests.crash.shapes import Pool


def main() -> int:
    """Run them; the figures say nothing."""
    pool = Pool(2, datetime.now(UTC).date())
    with platform.running(pool) as ours:
        inbox.measure(ours, pool, rates=[2], seconds=2)
        growth.measure(ours, pool, incidents=4, warm_up=1)
        loading.measure(ours, pool, judging.generate(200, seed=1), rate=2, seconds=2)
        intake.measure(ours, pool, connections=[2], slices=1, seconds=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
