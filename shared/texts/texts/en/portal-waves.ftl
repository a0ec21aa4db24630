### The portal: what happened to many people at once.

## The list.

waves-title = Many at once
waves-lead = The same change of many people, one soon after another, within the last 14 days. If your directory deactivated people by mistake, you can undo that here.
waves-list = Changes of many people
waves-what = What happened
waves-when = When (UTC)
waves-none = Nothing happened to { $people } people or more at once.
waves-smaller = Show changes of fewer people, too
waves-larger = Show only changes of { $people } people or more
waves-created =
    { $count ->
        [one] { $count } account made
       *[other] { $count } accounts made
    }
waves-deactivated =
    { $count ->
        [one] { $count } person deactivated
       *[other] { $count } people deactivated
    }
waves-reactivated =
    { $count ->
        [one] { $count } person restored
       *[other] { $count } people restored
    }
waves-renamed =
    { $count ->
        [one] { $count } person renamed
       *[other] { $count } people renamed
    }

## One of them.

waves-now = Now
waves-undoing = Undoing it
waves-restores = Restores the account
waves-stays-active = Nothing: is active already
waves-stays-blocked = Nothing: was restored and deactivated again since
waves-stays-replaced = Nothing: gave the address to another account
waves-stays-taken = Nothing: another account has the earlier address by now
waves-stays-deleted = Nothing: is deleted
waves-undo = Undo
waves-all = All changes of many people

## Undoing it.

waves-ask =
    { $count ->
        [one] Restore { $count } person?
       *[other] Restore { $count } people?
    }
waves-back = They get back what they had: groups, roles, place and invitation, and a user name that changed at the same time.
waves-mails = Whoever is restored can sign in again at once. Mails that waited are sent.
waves-cause = Mend the cause in your directory first: it may send the same again.
waves-left-out = These are left as they are:
waves-left-active =
    { $count ->
        [one] { $count } person is active already.
       *[other] { $count } people are active already.
    }
waves-left-blocked =
    { $count ->
        [one] { $count } person was restored and deactivated again since.
       *[other] { $count } people were restored and deactivated again since.
    }
waves-left-replaced =
    { $count ->
        [one] { $count } person gave the address to another account.
       *[other] { $count } people gave the address to another account.
    }
waves-left-taken =
    { $count ->
        [one] { $count } person had an address before that another account has by now.
       *[other] { $count } people had an address before that another account has by now.
    }
waves-left-deleted =
    { $count ->
        [one] { $count } account is deleted.
       *[other] { $count } accounts are deleted.
    }
waves-nobody = There is nobody left to restore.
waves-button =
    { $count ->
        [one] Restore { $count } person
       *[other] Restore { $count } people
    }
waves-progress = { $count } of { $people } restored.
waves-keep-open = Keep this page open until all are restored. If you leave it, those who are restored stay so: undo the same again to go on.
waves-done =
    { $count ->
        [one] { $count } person restored.
       *[other] { $count } people restored.
    }
waves-too-many = So much happened here that looking through it takes too long. Your vendor can do it.
waves-not-undone = Only a deactivation can be undone.
