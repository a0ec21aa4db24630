"""A product's backend by the client that openapi-python-client makes of the people API's document."""

import os
from uuid import uuid4

from people.api.access import list_roles, set_role
from people.api.billing import report_sign_in
from people.api.entities import create_entity, list_entities
from people.api.groups import list_groups
from people.api.invitations import invite
from people.api.users import create_user, list_users, show_user
from people.client import AuthenticatedClient
from people.models import (
    CardAccess,
    Entity,
    EntityChange,
    EntityList,
    GroupList,
    InvitationResults,
    NewInvitations,
    NewUser,
    Problem,
    Role,
    RoleChange,
    RoleList,
    SignIn,
    User,
    UserList,
)

base_url = os.environ["BASE_URL"]
backend = AuthenticatedClient(base_url=base_url, token=os.environ["PEOPLE_TOKEN"], raise_on_unexpected_status=True)
stranger = AuthenticatedClient(base_url=base_url, token="rc_demo_wrong", raise_on_unexpected_status=True)


def of(kind, answer):
    """An answer of the kind that the document promises."""
    assert isinstance(answer, kind), answer
    return answer


entity = of(Entity, create_entity.sync(client=backend, body=EntityChange(name="Analytical Engines Ltd")))
assert entity in of(EntityList, list_entities.sync(client=backend)).entities

ada, key = NewUser(email="ada@example.com"), str(uuid4())
user = of(User, create_user.sync(client=backend, body=ada, idempotency_key=key))
assert of(User, create_user.sync(client=backend, body=ada, idempotency_key=key)).id == user.id

wanted = NewInvitations(card_access=CardAccess.CARD, entity_id=entity.id, user_ids=[user.id])
[result] = of(InvitationResults, invite.sync(client=backend, body=wanted)).results
assert result.outcome == "invited" and result.invitation.entity.name == entity.name, result
assert of(User, show_user.sync(user.id, client=backend)).status == "invited"

role = of(Role, set_role.sync("approver", client=backend, body=RoleChange(display="Approver")))
assert role in of(RoleList, list_roles.sync(client=backend)).roles
assert of(GroupList, list_groups.sync(client=backend)).groups == []

for email in ("bob@example.com", "cleo@example.com"):
    of(User, create_user.sync(client=backend, body=NewUser(email=email)))
first = of(UserList, list_users.sync(client=backend, limit=2))
rest = of(UserList, list_users.sync(client=backend, limit=2, cursor=first.next_))
assert len({each.id for each in first.users + rest.users}) == 3, (first, rest)

for answer, kind in (
    (create_user.sync(client=backend, body=ada), "address-taken"),
    (report_sign_in.sync(user.id, client=backend, body=SignIn()), "not-accepted"),
    (show_user.sync(uuid4(), client=backend), "not-found"),
    (list_users.sync(client=stranger), "unauthorized"),
):
    assert of(Problem, answer).type_ == f"urn:rollcall:{kind}", answer

print("Python: the generated client is answered as the document says")
