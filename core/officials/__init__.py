"""What the admin screens of every app stand on: lists that fold, records that close, actions with a confirmation."""
