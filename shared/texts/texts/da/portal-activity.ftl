### The portal: Activity.
