### The portal: Billing.
