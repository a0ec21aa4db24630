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

## To the address of an administrator, who is to confirm it.

mail-administrator-subject = Bestätigen Sie Ihre Adresse für Hinweise zum Verzeichnis von { $tenant }
mail-administrator-title = Bestätigen Sie Ihre Adresse für Hinweise
mail-administrator-why = Jemand hat diese Adresse als die einer Administratorin oder eines Administrators von { $tenant } angegeben. Sie werden per E-Mail benachrichtigt, bevor das Verzeichnis sich nicht mehr verbinden kann.
mail-administrator-ask = Bitte bestätigen Sie, dass Sie diese Hinweise möchten:
mail-administrator-button = Diese Adresse bestätigen
mail-administrator-then = Es öffnet sich eine Seite mit einer Schaltfläche. Sobald Sie darauf klicken, schreiben wir Ihnen, wenn ein Token oder Geheimnis des Verzeichnisses bald abläuft, wenn tagelang nichts vom Verzeichnis kam und wenn seine Anfragen immer wieder abgewiesen werden.
mail-administrator-unexpected = Dann bestätigen Sie sie nicht, und Sie erhalten keine Hinweise.
mail-administrator = Diese E-Mail wurde im Auftrag von { $tenant } versandt, weil diese Adresse als die einer dortigen Administration angegeben wurde.
mail-administrator-product = { $product } hat diese E-Mail im Auftrag von { $tenant } versandt, weil diese Adresse als die einer dortigen Administration angegeben wurde.

## To administrators: a credential of the directory is about to expire.

mail-expiring-subject = { $tenant }: Der Zugang des Verzeichnisses läuft am { $date } ab
mail-expiring-title = Der Zugang Ihres Verzeichnisses läuft bald ab
mail-expiring-what = Womit sich das Verzeichnis von { $tenant } verbindet, läuft bald ab:
mail-expiring-token = Token { $name }: bis { $until }
mail-expiring-secret = Geheimnis { $id } des OAuth-Clients { $name }: bis { $until }
mail-expiring-then = Danach wird das Verzeichnis abgewiesen: Niemand wird mehr angelegt, geändert oder gesperrt.
mail-expiring-do = Erstellen Sie im Portal unter „Verbindung“ ein neues und tragen Sie es in Ihrem Verzeichnis ein. Hat das Verzeichnis bereits ein neueres, müssen Sie nichts tun.

## To administrators: nothing is heard of the directory.

mail-silent-subject = { $tenant }: Seit dem { $date } kam nichts vom Verzeichnis
mail-silent-title = Von Ihrem Verzeichnis kommt nichts
mail-silent-what = Die letzte Anfrage des Verzeichnisses von { $tenant } kam am { $at }. Wer seither eingetreten oder ausgeschieden ist, ist hier nicht bekannt.
mail-silent-do = Sehen Sie in Ihrem Verzeichnis nach, ob die Bereitstellung eingeschaltet ist und ob sie Fehler meldet. Wenn so selten jemand kommt und geht, dass dies normal ist, stellen Sie im Portal unter „Hinweise“ eine längere Zeit ein, oder schalten Sie diesen Hinweis aus.

## To administrators: the directory is refused.

mail-refused-subject = { $tenant }: Das Verzeichnis wird immer wieder abgewiesen
mail-refused-title = Ihr Verzeichnis wird abgewiesen
mail-refused-token = Das Verzeichnis von { $tenant } verwendet noch das Token { $name }, das widerrufen wurde oder abgelaufen ist. Seine letzte Anfrage wurde am { $at } abgewiesen.
mail-refused-token-do = Tragen Sie im Verzeichnis ein gültiges Token ein. Sie erstellen es im Portal unter „Verbindung“.
mail-refused-client = Das Verzeichnis von { $tenant } fordert als OAuth-Client { $name } Zugriffstoken an und bekommt keines. Es wurde zuletzt am { $at } abgewiesen.
mail-refused-client-do = Öffnen Sie im Portal „Verbindung“ und dort „OAuth-Clients“: Sie sehen, was falsch war und was zu tun ist.
mail-refused-plan = Das Verzeichnis von { $tenant } sendet Anfragen, doch die Bereitstellung gehört nicht zu Ihrem Tarif. Seine letzte Anfrage wurde am { $at } abgewiesen.
mail-refused-plan-do = Es gehen keine Daten verloren. Bitten Sie Ihren Anbieter, das Konto auf den Tarif „Advanced“ umzustellen, oder schalten Sie die Bereitstellung in Ihrem Verzeichnis aus.

## At the end of each of these.

mail-told-where = Sie öffnen das Portal aus den Einstellungen des Produkts Ihres Anbieters.
mail-told-where-product = Sie öffnen das Portal aus den Einstellungen von { $product }.
mail-told-button = { $product } öffnen
mail-told-sign-in = Anmelden
mail-told-stop = Sie möchten diese Hinweise nicht mehr? Diese Seite entfernt Ihre Adresse:
mail-told-remove = Meine Adresse entfernen
