### Mails to people.
