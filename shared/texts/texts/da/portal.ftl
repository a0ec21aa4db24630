### The portal's frame, its way in and its failures; the entities.
