### The portal: Connection, and the guides.
