"""The rules, one file each. Filled by the next issue: see docs/explanation."""
