### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Aller au contenu
portal-sections = Portail
portal-connection = Connexion
portal-people = Personnes
portal-activity = Activité
portal-billing = Facturation
portal-signed-in-until = Session ouverte jusqu’à <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Se déconnecter
portal-language = Langue
