"""What opens the door beside a link in a mail: passkeys, and a second factor for who works here."""
