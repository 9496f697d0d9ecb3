"""Who may see which notice, incident or family and why: grants, conflicts of interest, proof of looking."""
