### The portal: people who are brought in from a file.

## The file.

import-title = Ajouter des personnes depuis un fichier
import-lead = Pour les personnes que votre annuaire ne gère pas. Elles reçoivent un compte et aucun e-mail : vous pourrez les inviter ensuite.
import-columns = Le fichier est un CSV en UTF-8. Sa première ligne nomme les colonnes : <code>email</code> et, le cas échéant, <code>givenName</code>, <code>familyName</code> et <code>displayName</code>.
import-limits = Il contient au plus { $people } personnes et { $size } Kio. Divisez un fichier plus long.
import-stays = Les personnes qui ont déjà un compte restent telles quelles.
import-file = Fichier
import-look = Afficher ce qui se passerait
import-no-file = Choisissez un fichier.
import-too-large = Le fichier dépasse { $size } Kio. Divisez-le. Personne n’a été ajouté.
import-no-text = Le fichier n’est pas en UTF-8. Enregistrez-le comme « CSV UTF-8 ». Personne n’a été ajouté.
import-empty = Le fichier est vide.
import-no-email = Aucune colonne ne s’appelle « email ». La première ligne doit nommer les colonnes. Personne n’a été ajouté.
import-twice = Les colonnes « { $first } » et « { $second } » contiennent la même chose. Personne n’a été ajouté.
import-too-many = Le fichier contient plus de { $people } personnes. Divisez-le. Personne n’a été ajouté.
import-no-table = Le fichier n’est pas un CSV. Personne n’a été ajouté.
import-nobody = Le fichier ne contient personne.

## What would happen.

import-ask =
    { $count ->
        [one] Ajouter { $count } personne ?
       *[other] Ajouter { $count } personnes ?
    }
import-none = Il n’y a personne à ajouter.
import-button =
    { $count ->
        [one] Ajouter { $count } personne
       *[other] Ajouter { $count } personnes
    }
import-would =
    { $count ->
        [one] { $count } compte serait créé.
       *[other] { $count } comptes seraient créés.
    }
import-there =
    { $count ->
        [one] { $count } personne a déjà un compte et reste telle quelle.
       *[other] { $count } personnes ont déjà un compte et restent telles quelles.
    }
import-refused =
    { $count ->
        [one] { $count } ligne ne peut pas être reprise.
       *[other] { $count } lignes ne peuvent pas être reprises.
    }
import-unread = La colonne « { $column } » n’est pas lue.
import-other = Autre fichier
import-lines = Lignes du fichier
import-line = Ligne
import-outcome = Ce qui se passe
import-create = Reçoit un compte
import-has = A déjà un compte
import-refuse = Ne peut pas être reprise
import-fields = Elle n’a pas le même nombre de champs ({ $found }) que la première ligne ({ $expected }).
import-long = Elle dépasse { $bytes } octets : manque-t-il un guillemet ?
import-line-text = Elle n’est pas en UTF-8.
import-no-address = Elle n’a pas d’adresse.
import-address = Son adresse n’est pas une adresse e-mail joignable.
import-name = { $column } : un nom est une ligne de 1 à { $most } caractères.
import-repeated = La ligne { $line } a la même adresse.

## Bringing them in.

import-progress = { $count } personnes traitées sur { $people }.
import-keep-open = Gardez cette page ouverte jusqu’à ce que toutes soient ajoutées. Si vous la quittez, celles qui sont ajoutées le restent : pour continuer, envoyez à nouveau le même fichier.
import-done =
    { $count ->
        [one] { $count } compte créé.
       *[other] { $count } comptes créés.
    }
import-failures = Télécharger les lignes en échec
import-again = Corrigez-les, et envoyez ce fichier.
