### The portal's page "Check this connection". What the checks themselves say is in English.

check-title = Check this connection
check-lead = This plays a directory against your own SCIM address and tells what works: what Okta and Microsoft Entra look at, and what the SCIM standards ask for. It takes a few minutes.
check-note = It makes about { $count } people and groups, changes them and deletes them again. Their names begin with rollcall-conform-. Nobody is mailed, invited or billed. They stay as deactivated accounts for up to two weeks, in the activity too, and your vendor’s product is told of them as of everybody else.
check-button = Check this connection
check-ask = Ask for a check
check-again = Check again
check-under-way = The check is under way
check-waits = It begins within two minutes.
check-done = { $done } of { $count } parts are done.
check-last = The last check
check-lost = It was not started, or was cut off. Ask for another one.
check-well = All that applies works
check-impossible = Nothing could be checked
check-broken-off = It took too long and was broken off
check-failed =
    { $count ->
        [one] { $count } check failed
       *[other] { $count } checks failed
    }
check-asked-at = Asked for
check-asked-by = By { $name }
check-ended-at = Ended
check-why = Reason
check-part = Part
check-passed = Passed
check-not-passed = Failed
check-not-applicable = Not applicable
check-left =
    { $count ->
        [one] { $count } person or group could not be removed. The report says which.
       *[other] { $count } people and groups could not be removed. The report says which.
    }
check-download = Download the whole report
check-no-report = There is no report to download: the check did not come to its end, or the report is too large to be kept.
check-failures = What failed
check-found = What was found
check-meaning = What it means
check-mend = What mends it
check-vendor = Some of it may be a setting of your vendor’s. Send them the report.
check-source = Who asks for it
check-more =
    { $count ->
        [one] { $count } more failure is in the report.
       *[other] { $count } more failures are in the report.
    }
check-already = A check is under way already. This one is shown here.
check-off = Switch provisioning on first. A check needs it.
check-too-soon =
    { $count ->
        [one] The last check ended a short while ago. You can ask for another in { $count } minute.
       *[other] The last check ended a short while ago. You can ask for another in { $count } minutes.
    }
