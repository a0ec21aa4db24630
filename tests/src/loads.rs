//! What a page would have a browser load: its own icon, and the operator's logo if the page's policy allows it.

/// Says what a page would load, run or lead to that it may not. `None`: nothing.
pub(crate) fn forbidden(html: &str, policy: &str) -> Option<String> {
    let allowed = policy.split(';').find_map(|directive| directive.trim().strip_prefix("img-src "));
    let allowed: Vec<_> = allowed.unwrap_or_default().split(' ').collect();
    let values = |attribute: &'static str| {
        html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>()
    };
    let sources = values(" src=\"").into_iter().filter(|source| {
        !allowed.iter().any(|origin| source.strip_prefix(origin).is_some_and(|path| path.starts_with('/')))
    });
    let icons = html.matches("<link rel=\"icon\" href=\"data:image/svg+xml;base64,").count();
    let links = (html.matches("<link").count() != icons).then(|| "<link".to_owned());
    let buttons = html.matches("<a class=\"button\" href=\"https://").count();
    let hrefs = (html.matches(" href=\"http").count() != buttons).then(|| " href=\"http".to_owned());
    let attributes = [" onclick=", " style=", " src='"].into_iter().filter(|part| html.contains(part));
    sources.map(str::to_owned).chain(links).chain(hrefs).chain(attributes.map(str::to_owned)).next()
}
