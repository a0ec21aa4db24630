//! Billing: what the tenant's people cost, by period.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use http::{HeaderValue, StatusCode};
use jiff::civil::Date;
use rollcall::store::{LinePlace, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Interval, Period, Terms, day_of};
use rollcall_web::App;

use super::card::name_of;
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::money;
use super::page::{HEADERS, Shell, Tab, page};
use super::session::Admin;
use crate::api::paging::Position;
use crate::lines::{self, Columns, Span};

/// Lines on a page.
const PAGE: usize = 50;

/// Lines of a file that is downloaded, when the page offers it. That many fit into one answer, whatever the names, and
/// some that come meanwhile: a test holds it to that.
const FILE_LINES: usize = 5000;

/// The columns of a file. Its first row names them.
const COLUMNS: Columns<8> = Columns {
    names: ["id", "name", "address", "period_start", "period_end", "billable_from", "amount", "currency"],
    cells: |line, user| {
        [
            line.user_id.to_string(),
            user.map(name_of).unwrap_or_default(),
            user.map(|user| user.user_name.as_str().to_owned()).unwrap_or_default(),
            line.period_start.to_string(),
            line.period_end.to_string(),
            line.billable_from.to_string(),
            money::plain(line.amount_minor.into(), line.currency),
            line.currency.to_string(),
        ]
    },
};

/// A line as the table has it.
struct Row {
    id: String,
    /// `None`: the account is gone.
    name: Option<String>,
    from: Date,
    amount: String,
}

/// A period as it is said and asked for.
struct Named {
    said: String,
    reference: String,
}

#[derive(Template)]
#[template(path = "portal/billing.html")]
struct Billing<'a> {
    shell: Shell<'a>,
    agreed: Option<Agreed>,
}

/// What there is to show where there are terms.
struct Agreed {
    price: String,
    interval: &'static str,
    period: Named,
    is_present: bool,
    previous: Option<Named>,
    next: Option<Named>,
    /// On the first page.
    summary: Option<Summary>,
    rows: Vec<Row>,
    next_page: Option<String>,
}

/// What all lines of the period come to.
struct Summary {
    people: usize,
    sums: Vec<String>,
    /// What is on each button that downloads a file, and where it leads: as many as it takes to hold all lines.
    files: Vec<(String, String)>,
}

/// `GET /portal/billing`: a page of the lines of a period; the first page also shows the sum.
pub(super) async fn show(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let agreed = match &admin.tenant.terms {
        Some(terms) => Some(agreed(&app, &admin, terms, &fields).await?),
        None => None,
    };
    Ok(page(StatusCode::OK, &Billing { shell: admin.shell(Tab::Billing, None), agreed }))
}

async fn agreed(app: &App, admin: &Admin, terms: &Terms, fields: &Fields) -> Result<Agreed, Failure> {
    let (store, tenant, today) = (&app.store, &admin.tenant, day_of(app.now()));
    let period = asked_for(terms, today, fields)?;
    let after = place(fields, "after")?;
    let summary = match after {
        None => Some(summary(store, tenant, period).await?),
        Some(_) => None,
    };
    let lines = lines::page(store, tenant, period.start, after, PAGE).await?;
    let rows = lines.rows().map(|(line, user)| Row {
        id: line.user_id.to_string(),
        name: user.map(name_of),
        from: line.billable_from,
        amount: money::spelt(line.amount_minor.into(), line.currency),
    });
    let earlier = terms.period_of(period.start.yesterday().unwrap_or(period.start));
    let first_day = day_of(admin.tenant.created_at);
    let start = period.start.to_string();
    Ok(Agreed {
        price: money::spelt(terms.price_minor.into(), terms.currency),
        interval: match terms.interval {
            Interval::Monthly => "month",
            Interval::Yearly => "year",
        },
        is_present: period == terms.period_of(today),
        previous: (earlier.end > first_day && earlier != period).then(|| named(earlier)),
        next: (period.end <= today).then(|| named(terms.period_of(period.end))),
        summary,
        rows: rows.collect(),
        next_page: lines
            .next
            .map(|place| reference("billing", &[("period", &start), ("after", &place.render())])),
        period: named(period),
    })
}

async fn summary(store: &Store, tenant: &Admitted, period: Period) -> Result<Summary, StoreError> {
    let totals = lines::totals(store, tenant, period.start, FILE_LINES).await?;
    let sums = totals.amounts.iter().map(|(currency, minor)| money::spelt((*minor).into(), *currency));
    let sums = sums.collect();
    Ok(Summary { people: totals.people, sums, files: files(period, &totals.part_ends) })
}

/// The files that hold all lines of a period: one, or several where they end after these places.
fn files(period: Period, ends: &[LinePlace]) -> Vec<(String, String)> {
    let start = period.start.to_string();
    if ends.is_empty() {
        return vec![("Download CSV".to_owned(), reference("billing.csv", &[("period", &start)]))];
    }
    // Each says where it begins and where it ends, so that a line that comes meanwhile shifts no other out of its file.
    let places: Vec<String> = ends.iter().map(Position::render).collect();
    let (first, last) = (std::iter::once(""), std::iter::once(""));
    let after = first.chain(places.iter().map(String::as_str));
    let until = places.iter().map(String::as_str).chain(last);
    let files = after.zip(until).zip(1_usize..).map(|((after, until), part)| {
        let (part, count) = (part.to_string(), ends.len() + 1);
        let parameters = [("period", start.as_str()), ("after", after), ("until", until), ("part", &part)];
        (format!("Download CSV, part {part} of {count}"), reference("billing.csv", &parameters))
    });
    files.collect()
}

/// `GET /portal/billing.csv`: the lines of a period, or of a part of it (RFC 4180).
pub(super) async fn csv(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let terms = admin.tenant.terms.as_ref().ok_or(Failure::NotFound)?;
    let tenant = &admin.tenant;
    let period = asked_for(terms, day_of(app.now()), &fields)?;
    let part = fields.one("part").map(str::parse::<u16>).transpose().map_err(|_| Failure::NotFound)?;
    let (after, until) = (place(&fields, "after")?, place(&fields, "until")?);
    let span = Span { after, until, limit: usize::MAX };
    let table = lines::table(&app.store, tenant, period.start, span, &COLUMNS).await?;
    let mut response = Response::new(Body::from(table.text));
    *response.headers_mut() = HEADERS.to_map();
    let part = part.map(|part| format!("-part-{part}")).unwrap_or_default();
    let name = format!("attachment; filename=\"billing-{}-{}{part}.csv\"", tenant.id, period.start);
    // Only where somebody asks for more than the page offers.
    let next = table.next.map(|place| {
        let (start, after) = (period.start.to_string(), place.render());
        format!("<{}>; rel=\"next\"", reference("billing.csv", &[("period", &start), ("after", &after)]))
    });
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    headers.extend(next.and_then(|next| HeaderValue::try_from(next).ok()).map(|next| (LINK, next)));
    Ok(response)
}

/// The place of a line that a field names, if there is such a field.
fn place(fields: &Fields, name: &str) -> Result<Option<LinePlace>, Failure> {
    let place = |text| LinePlace::read(text).ok_or(Failure::NotFound);
    fields.one(name).map(place).transpose()
}

/// The period that is asked for by one of its days, or else the present one.
fn asked_for(terms: &Terms, today: Date, fields: &Fields) -> Result<Period, Failure> {
    let day = fields.one("period").map(str::parse::<Date>).transpose().map_err(|_| Failure::NotFound)?;
    let day = day.filter(|day| (1970..=9000).contains(&day.year())).unwrap_or(today);
    Ok(terms.period_of(day))
}

fn named(period: Period) -> Named {
    let last = period.end.yesterday().unwrap_or(period.end);
    let said = format!("{} to {}", period.start.strftime("%-d %B %Y"), last.strftime("%-d %B %Y"));
    Named { said, reference: reference("billing", &[("period", &period.start.to_string())]) }
}

#[cfg(test)]
mod tests {
    use rollcall_rules::address::{self, EmailAddress};
    use rollcall_rules::billing::Currency;
    use rollcall_rules::sign_in::BillingLine;
    use rollcall_rules::user::{User, UserId};

    use rollcall_rules::tenant::TenantId;

    use super::*;

    fn period() -> Period {
        Period { start: "2026-05-01".parse().unwrap(), end: "2026-06-01".parse().unwrap() }
    }

    #[test]
    fn a_period_with_few_lines_is_one_file() {
        let file = ("Download CSV".to_owned(), "billing.csv?period=2026-05-01".to_owned());
        assert_eq!(files(period(), &[]), [file]);
    }

    #[test]
    fn a_period_with_many_lines_is_several_files() {
        let id = "f3bb189e-8bf9-4888-9912-ace4e6543002";
        let user = UserId::parse(id).unwrap();
        let ends = [LinePlace { user, billable_from: period().start }];
        let files = files(period(), &ends);
        let first = format!("billing.csv?period=2026-05-01&until={id}.2026-05-01&part=1");
        let second = format!("billing.csv?period=2026-05-01&after={id}.2026-05-01&part=2");
        assert_eq!(
            files,
            [
                ("Download CSV, part 1 of 2".to_owned(), first),
                ("Download CSV, part 2 of 2".to_owned(), second)
            ]
        );
    }

    #[test]
    fn a_file_has_room_for_its_lines_whatever_the_names() {
        let now = "2026-05-01T09:30:00Z".parse().unwrap();
        let id = UserId::parse("f3bb189e-8bf9-4888-9912-ace4e6543002").unwrap();
        let address = EmailAddress::parse(&format!("{}@example.com", "a".repeat(50))).unwrap();
        let mut user = User::native(id, TenantId::parse("acme").unwrap(), address, now);
        user.profile.insert("displayName".to_owned(), "\"".repeat(200).into());
        let line = BillingLine {
            user_id: id,
            period_start: period().start,
            period_end: period().end,
            billable_from: period().start,
            price_minor: u64::MAX,
            amount_minor: u64::MAX,
            currency: Currency::parse("EUR").unwrap(),
            created_at: now,
        };
        // The longest address that takes the most: 64 characters before the @ (RFC 5321 §4.5.3.1.1), all to be escaped.
        let longest = format!("{}@{}", "\"".repeat(64), "a".repeat(address::MAX_LEN - 65));
        let cells = (COLUMNS.cells)(&line, Some(&user));
        let cells = cells.map(|cell| if cell.contains('@') { longest.clone() } else { cell });
        assert!(lines::fit(FILE_LINES + 500, COLUMNS.names, &cells));
    }
}
