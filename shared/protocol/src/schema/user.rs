//! The attributes of a User (RFC 7643 §3.1, §4.1, §4.3).

use super::define::{
    canonical, case_exact, complex, of_kind, plural, read_only, read_write, refers_to, shared, string,
    trimmed,
};
use super::{Attribute, ENTERPRISE_URN, Mutability, Returned, Schema, Type, USER_URN, Uniqueness};

const DISPLAY: Attribute = string("display", "A name for people to read.");
const TYPE: Attribute = string("type", "What the value is for, such as \"work\" or \"home\".");
const PRIMARY: Attribute =
    of_kind(Type::Boolean, string("primary", "Is this the preferred one? True for one value at most."));

/// Attributes of every resource (RFC 7643 §3.1). They are in no schema's list, yet can be filtered by and asked for.
pub static COMMON: [Attribute; 4] = [
    Attribute {
        returned: Returned::Always,
        multi_valued: true,
        ..read_only(refers_to(&["uri"], string("schemas", "URNs of the schemas the resource uses.")))
    },
    Attribute {
        returned: Returned::Always,
        uniqueness: Uniqueness::Server,
        ..read_only(case_exact(string("id", "The service's identifier of the resource: never changes.")))
    },
    Attribute {
        uniqueness: Uniqueness::Server,
        ..read_write(case_exact(string("externalId", "The directory's own identifier of it.")))
    },
    read_only(complex(
        "meta",
        "About the resource.",
        &[
            read_only(case_exact(string("resourceType", "Name of the resource type."))),
            read_only(of_kind(Type::DateTime, string("created", "When it was made."))),
            read_only(of_kind(Type::DateTime, string("lastModified", "When it last changed."))),
            read_only(refers_to(&["uri"], string("location", "URI of the resource."))),
            read_only(case_exact(string("version", "The ETag."))),
        ],
    )),
];

/// The core User schema (RFC 7643 §4.1), of a service without groups.
pub static USER: Schema = user(&ATTRIBUTES);

/// The core User schema (RFC 7643 §4.1), of a service that has groups as well: its `groups` says so.
pub static USER_WITH_GROUPS: Schema = user(&ATTRIBUTES_WITH_GROUPS);

static ATTRIBUTES: [Attribute; 21] = attributes("Groups the person is in. Rollcall keeps none.");
static ATTRIBUTES_WITH_GROUPS: [Attribute; 21] =
    attributes("Groups the person is in. They change by the groups' members.");

const fn user(attributes: &'static [Attribute]) -> Schema {
    Schema { id: USER_URN, name: "User", description: "A person's account", attributes }
}

/// The attributes of a User; `groups` describes those that the person is in.
const fn attributes(groups: &'static str) -> [Attribute; 21] {
    [
        Attribute {
            required: true,
            uniqueness: Uniqueness::Server,
            ..trimmed(read_write(string(
                "userName",
                "The person's e-mail address. A change takes effect for SCIM at once; the account's e-mail \
                 address follows when the person confirms it by the link mailed to the new address.",
            )))
        },
        complex(
            "name",
            "The parts of the person's name.",
            const {
                &[
                    string("formatted", "The full name, as it is displayed."),
                    string("familyName", "Family or last name."),
                    string("givenName", "Given or first name."),
                    string("middleName", "Middle names."),
                    string("honorificPrefix", "Title, such as \"Dr\"."),
                    string("honorificSuffix", "Suffix, such as \"III\"."),
                ]
            },
        ),
        string("displayName", "The name to show to other people."),
        string("nickName", "What the person is called casually."),
        refers_to(&["external"], string("profileUrl", "A page about the person.")),
        string("title", "Job title."),
        string("userType", "Relationship to the organisation, such as \"Contractor\"."),
        string("preferredLanguage", "Preferred language, as in Accept-Language."),
        string("locale", "Locale for dates, numbers and currency, such as \"en-US\"."),
        string("timezone", "Time zone, such as \"Europe/Berlin\"."),
        read_write(of_kind(
            Type::Boolean,
            string("active", "An inactive account is blocked and, two weeks later, deleted."),
        )),
        Attribute {
            mutability: Mutability::WriteOnly,
            returned: Returned::Never,
            ..case_exact(string("password", "Accepted and discarded: Rollcall keeps no passwords."))
        },
        shared(plural(
            "emails",
            "E-mail addresses. The first one, of the type \"work\", is the account's verified address. It is the \
             primary one, and what is written to it is ignored. Others are kept for a tenant whose profiles follow \
             the directory. For any other tenant there are none.",
            const {
                &[
                    shared(string("value", "The address.")),
                    shared(DISPLAY),
                    shared(canonical(&["work", "home", "other"], TYPE)),
                    shared(PRIMARY),
                ]
            },
        )),
        plural(
            "phoneNumbers",
            "Telephone numbers.",
            const {
                &[
                    string("value", "The number."),
                    DISPLAY,
                    canonical(&["work", "home", "mobile", "fax", "pager", "other"], TYPE),
                    PRIMARY,
                ]
            },
        ),
        plural(
            "ims",
            "Instant messaging addresses.",
            const {
                &[
                    string("value", "The address."),
                    DISPLAY,
                    canonical(&["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"], TYPE),
                    PRIMARY,
                ]
            },
        ),
        plural(
            "photos",
            "Pictures of the person.",
            const {
                &[
                    refers_to(&["external"], string("value", "URI of the picture.")),
                    DISPLAY,
                    canonical(&["photo", "thumbnail"], TYPE),
                    PRIMARY,
                ]
            },
        ),
        plural(
            "addresses",
            "Postal addresses.",
            const {
                &[
                    string("formatted", "The full address, as on a label."),
                    string("streetAddress", "Street, house number, and the like."),
                    string("locality", "City."),
                    string("region", "State or region."),
                    string("postalCode", "Postal code."),
                    string("country", "Country, as an ISO 3166-1 alpha-2 code."),
                    canonical(&["work", "home", "other"], TYPE),
                    PRIMARY,
                ]
            },
        ),
        read_only(plural(
            "groups",
            groups,
            const {
                &[
                    read_only(case_exact(string("value", "Identifier of the group."))),
                    read_only(refers_to(&["Group"], string("$ref", "URI of the group."))),
                    read_only(DISPLAY),
                    read_only(canonical(&["direct", "indirect"], TYPE)),
                ]
            },
        )),
        plural(
            "entitlements",
            "Things the person is entitled to.",
            const { &[string("value", "The entitlement."), DISPLAY, TYPE, PRIMARY] },
        ),
        plural(
            "roles",
            "Roles of the person.",
            const { &[string("value", "The role."), DISPLAY, TYPE, PRIMARY] },
        ),
        plural(
            "x509Certificates",
            "Certificates of the person.",
            const {
                &[
                    case_exact(of_kind(Type::Binary, string("value", "DER certificate, in base64."))),
                    DISPLAY,
                    TYPE,
                    PRIMARY,
                ]
            },
        ),
    ]
}

/// The enterprise extension (RFC 7643 §4.3).
pub static ENTERPRISE_USER: Schema = Schema {
    id: ENTERPRISE_URN,
    name: "EnterpriseUser",
    description: "The person's place in the organisation",
    attributes: &[
        string("employeeNumber", "Identifier given by the organisation."),
        string("costCenter", "Cost centre."),
        string("organization", "Organisation."),
        string("division", "Division."),
        string("department", "Department."),
        complex(
            "manager",
            "The person's manager.",
            &[
                string("value", "Identifier of the manager."),
                refers_to(&["User"], string("$ref", "URI of the manager's resource.")),
                read_only(string("displayName", "Name of the manager.")),
            ],
        ),
    ],
};
