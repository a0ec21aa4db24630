### The portal: the page of a person.
