"""GS1 Digital Link: identifiers, addresses, their compressed forms, lists of links."""
