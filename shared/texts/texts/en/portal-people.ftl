### The portal: People, and inviting them.
