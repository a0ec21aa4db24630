### Mails to people.

mail-greeting = Guten Tag,
mail-unexpected = Damit haben Sie nicht gerechnet?
mail-unsure = Wenn Sie unsicher sind, wenden Sie sich an die Personen, die bei { $tenant } die Konten verwalten.
mail-link-until = Der Link funktioniert einmal, bis { $until }.
mail-button-fails = Die Schaltfläche funktioniert nicht? Kopieren Sie diese Adresse in Ihren Browser:
mail-help = Fragen? Antworten Sie auf diese E-Mail oder schreiben Sie an { $address }.

## Why somebody got the mail. It is sent in the name of a product, or of none.

mail-directory = Diese E-Mail wurde im Auftrag von { $tenant } versandt, weil Ihr Konto über das dortige Verzeichnis verwaltet wird.
mail-directory-product = { $product } hat diese E-Mail im Auftrag von { $tenant } versandt, weil Ihr Konto über das dortige Verzeichnis verwaltet wird.
mail-account = Diese E-Mail wurde im Auftrag von { $tenant } versandt, weil dort ein Konto für Sie besteht.
mail-account-product = { $product } hat diese E-Mail im Auftrag von { $tenant } versandt, weil dort ein Konto für Sie besteht.

## To a new address, which the person is to confirm.

mail-verify-subject = Bestätigen Sie Ihre neue E-Mail-Adresse für { $tenant }
mail-verify-title = Bestätigen Sie Ihre neue E-Mail-Adresse
mail-verify-change = { $tenant } ändert die E-Mail-Adresse Ihres Kontos in { $address }.
mail-verify-ask = Bitte bestätigen Sie, dass diese Adresse Ihnen gehört:
mail-verify-button = Adresse bestätigen
mail-verify-then = Es öffnet sich eine Seite mit einer Schaltfläche. Sobald Sie darauf klicken, verwendet Ihr Konto die neue Adresse. Bis dahin behält es die bisherige.
mail-verify-unexpected = Dann bestätigen Sie nichts, und Ihr Konto behält die bisherige Adresse.

## To the address that is about to be replaced.

mail-notice-subject = Ihre E-Mail-Adresse für { $tenant } wird geändert
mail-notice-title = Ihre E-Mail-Adresse wird geändert
mail-notice-change = { $tenant } ändert die E-Mail-Adresse Ihres Kontos:
mail-notice-from = bisher { $address }
mail-notice-to = neu { $address }
mail-notice-then = Wir haben eine E-Mail an die neue Adresse geschickt. Sobald sie dort bestätigt wird, verwendet Ihr Konto die neue Adresse. Bis dahin behält Ihr Konto die bisherige.
mail-notice-expected = Sie haben damit gerechnet?
mail-notice-nothing = Dann müssen Sie hier nichts tun.
mail-notice-unexpected = Sie haben nicht damit gerechnet, oder die neue Adresse gehört Ihnen nicht?
mail-notice-tell = Bitte sagen Sie den Personen Bescheid, die bei { $tenant } die Konten verwalten. Dort lässt sich die Änderung abbrechen.

## The invitation to an entity.

mail-invitation-subject = Ihre Einladung von { $tenant }
mail-invitation-subject-product = { $inviter } lädt Sie zu { $product } ein
mail-invitation-title = Sie sind eingeladen
mail-invitation-to = { $inviter } lädt Sie zu { $entity } ein. Dort erhalten Sie { $access }.
mail-invitation-ask = Bitte nehmen Sie die Einladung an:
mail-invitation-button = Einladung annehmen
mail-invitation-then = Es öffnet sich eine Seite mit einer Schaltfläche. Sobald Sie darauf klicken, ist Ihr Konto bereit und Sie können sich anmelden.
mail-invitation-unexpected = Dann nehmen Sie die Einladung nicht an, und es geschieht nichts.
