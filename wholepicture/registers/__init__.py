"""What every step needs: agencies, people, accounts, access, protocol, chronology and audit."""
