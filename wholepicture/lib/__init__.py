"""What the platform needs and other programs would need as well; nothing here knows of safeguarding."""
