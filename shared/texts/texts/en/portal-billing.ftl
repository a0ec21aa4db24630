### The portal: Billing.

billing-title = Billing
billing-price-month = Each person costs { $price } a month, from the day of their first sign-in on.
billing-price-year = Each person costs { $price } a year, from the day of their first sign-in on.
billing-over = Nothing more is billed at the moment. What was billed stays here.
billing-period = { $from } to { $to }
billing-days-of-line = { $from } to { $to }
billing-this-period = This period: { $period }
billing-closed = This bill is closed. If a sign-in of these days is reported later, it is billed in a later period.
billing-people = People billed
billing-sum = Sum
billing-sum-so-far = Sum so far
billing-no-sum = Nothing
billing-nobody-yet = <strong>Nobody is billed yet.</strong> A person is billed from the day of their first sign-in. <a href="people">Invite people</a> so that they can sign in.
billing-nobody = Nobody was billed.
billing-person = Person
billing-days = Days
billing-amount = Amount
billing-deleted = A deleted account
billing-corrects = of the closed period { $period }
billing-total = Total of the period
billing-download = Download CSV
billing-download-part = Download CSV, part { $part } of { $count }
billing-first-page = First page
billing-next-page = Next page
billing-note = If a person first signs in within a period, the days from then on are billed. A deactivated person is not billed for the next period.
billing-none-label = No terms
billing-none = <strong>Nothing is billed here.</strong> Your vendor has agreed on no price per person with your organisation, or bills it elsewhere.

## The first row of the file, and the first cell of its last one.

billing-csv-id = id
billing-csv-name = name
billing-csv-address = address
billing-csv-period-start = period_start
billing-csv-period-end = period_end
billing-csv-billable-from = billable_from
billing-csv-billable-until = billable_until
billing-csv-corrects = corrects
billing-csv-made-at = made_at
billing-csv-amount = amount
billing-csv-currency = currency
billing-csv-total = Total
