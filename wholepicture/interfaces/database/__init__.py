"""The database as this code needs it: migrations, who may do what with which table, row-level security."""
