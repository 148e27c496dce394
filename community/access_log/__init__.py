"""Which of the staff looked at whose data: kept, and shown to whom it is about."""
