"""What happened in a child's life, by whom told and when known: the append-only line that steps write to."""
