"""An agency working with a family: referral, allocation with a reason, visits. Filled by a later issue (review 2.9)."""
