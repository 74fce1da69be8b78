namespace Traceboard.Simulation.Fleet;

/// <summary>The services of Acme.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<string> Teams = ["storefront", "payments", "identity", "logistics", "growth", "data", "platform", "mobile"];

    private static readonly (string Name, string Image)[] Mesh = [("istio-proxy", "docker.io/istio/proxyv2:1.27.1")];

    public static IReadOnlyList<ServicePlan> Services { get; } =
    [
        GitHub("storefront-web", 0, "shop", "product pages", "baskets", "banners", "landing pages") with { Replicas = [1, 2, 6], Sidecars = Mesh, Behind = (0, 3) },
        InShop("catalog", "facets", "price lists", "variants", "categories") with { Behind = (1, 2), Replicas = [1, 2, 4] },
        InShop("cart", "baskets", "vouchers", "line items", "reservations") with { Behind = (1, 2) },
        GitHub("search", 0, "shop", "queries", "synonyms", "result windows", "suggestions") with { Tags = TagStyle.Full, Replicas = [1, 2, 4], Behind = (1, 1) },
        GitHub("recommendations", 0, "shop", "models", "similar items", "feedback events") with { Tags = TagStyle.BranchAndTime, Behind = (2, 4) },
        External("shop-db", 0, "shop", "docker.io/library/postgres:17.6", "StatefulSet"),
        GitLab("checkout", 1, "payments", "payments", "orders", "receipts", "card authorisations", "refunds") with { Replicas = [1, 3, 6], Sidecars = [.. Mesh, ("worker", ServicePlan.SameImage)], Behind = (0, 5) },
        GitLab("ledger", 1, "payments", "postings", "balances", "journals", "accounts") with { Kind = "StatefulSet", Replicas = [1, 2, 3], Behind = (0, 1) },
        GitLab("fraud-scoring", 1, "payments", "scores", "rules", "card fingerprints", "velocity checks") with { Replicas = [1, 2, 3], Behind = (2, 1), Tags = TagStyle.Describe },
        GitLab("invoicing", 1, "payments", "invoices", "tax lines", "dunning letters") with { Behind = (1, 0) },
        GitLab("payouts", 1, "payments", "payouts", "bank files", "settlements") with { Kind = "CronJob", Behind = (0, 1) },
        GitHub("accounts", 2, "identity", "profiles", "addresses", "account merges") with { Replicas = [1, 2, 4], Behind = (1, 3) },
        GitHub("sessions", 2, "identity", "sessions", "refresh tokens", "sign-ins", "devices") with { Replicas = [1, 2, 5], Tags = TagStyle.Calendar },
        GitHub("consent", 2, "identity", "consents", "cookie choices", "audit entries") with { Behind = (0, 2) },
        External("session-cache", 2, "identity", "docker.io/library/redis:8.2-alpine", "StatefulSet"),
        GitHub("shipping", 3, "logistics", "shipments", "labels", "delivery slots", "rates") with { Behind = (1, 2), Tags = TagStyle.Describe },
        GitHub("tracking", 3, "logistics", "parcels", "scan events", "carriers", "estimates"),
        GitHub("returns", 3, "logistics", "returns", "inspections", "refund claims") with { Behind = (0, 7) },
        GitLab("warehouse-sync", 3, "logistics", "stock levels", "pick lists", "inbound pallets") with { Behind = (3, 2) },
        Unmapped("erp-bridge", 3, "logistics", "harbor.internal.example/legacy/erp-bridge"),
        GitHub("mailer", 4, "growth", "templates", "bounces", "receipts") with { Ghost = Ghost.Latest, Replicas = [1, 1, 3] },
        GitHub("campaigns", 4, "growth", "segments", "audiences", "send windows") with { Behind = (2, 0) },
        GitHub("coupons", 4, "growth", "coupons", "redemptions", "budgets") with { Ghost = Ghost.UnknownSha },
        GitHub("referrals", 4, "growth", "invitations", "rewards", "leaderboards") with { Ghost = Ghost.TwoDigests },
        GitLab("events-collector", 5, "data", "events", "schemas", "dead letters", "partitions") with { Replicas = [1, 2, 4], Behind = (0, 1), Tags = TagStyle.Full },
        GitLab("metrics-rollup", 5, "data", "rollups", "time buckets", "late events") with { Kind = "CronJob" },
        GitLab("reporting", 5, "data", "reports", "dashboards", "saved queries") with { Behind = (1, 4) },
        GitHub("feature-flags", 5, "data", "flags", "rollouts", "segments") with { Ghost = Ghost.Version },
        GitLab("gateway", 6, "edge", "routes", "headers", "TLS certificates", "rate limits") with { Replicas = [1, 2, 5], Behind = (0, 2) },
        GitLab("edge-cache", 6, "edge", "cache keys", "purges", "stale answers") with { Kind = "DaemonSet", Replicas = [2, 3, 4] },
        GitLab("log-shipper", 6, "edge", "log lines", "sinks", "back-pressure signals") with { Kind = "DaemonSet", Replicas = [2, 3, 4], Behind = (0, 1) },
        GitLab("config-server", 6, "edge", "settings", "overrides", "snapshots") with { Ghost = Ghost.AmbiguousSha },
        GitHub("vault-sync", 6, "edge", "secrets", "leases", "policies") with { Ghost = Ghost.ForbiddenRepository },
        GitHub("mobile-api", 7, "mobile", "devices", "home feeds", "app versions", "deep links") with { Replicas = [1, 2, 4], Behind = (1, 1) },
        GitHub("push", 7, "mobile", "notifications", "device tokens", "quiet hours") with { Behind = (0, 3), Tags = TagStyle.Short },
        GitHub("docs-site", 7, "mobile", "pages", "code samples", "redirects") with { Ghost = Ghost.Branch },
        GitHub("status-page", 7, "mobile", "incidents", "subscribers") with { Ghost = Ghost.NoTag, Replicas = [1, 1, 1] },
        GitLab("loyalty", 4, "growth", "points", "tiers", "partner offers") with { Ghost = Ghost.Annotated },
        GitHub("help-center", 7, "mobile", "articles", "search hints", "contact forms") with { Ghost = Ghost.LabelledBranch, Replicas = [1, 1, 2] },
        GitHub("newsletter", 4, "growth", "issues", "subscriptions", "digests") with { Ghost = Ghost.InheritedLabels },
    ];

    private static ServicePlan GitHub(string name, int team, string @namespace, params string[] nouns) =>
        new(name, team, @namespace, $"ghcr.io/acme/{name}", $"acme/{name}", nouns);

    private static ServicePlan InShop(string name, params string[] nouns) =>
        new(name, 0, "shop", $"ghcr.io/acme/shop/{name}", "acme/shop", nouns) { Tags = TagStyle.ShaPrefix };

    private static ServicePlan GitLab(string name, int team, string @namespace, params string[] nouns) =>
        new(name, team, @namespace, $"registry.example.com/platform/{@namespace}/{name}", $"platform/{@namespace}/{name}", nouns) { OnGitLab = true, Tags = TagStyle.Short };

    private static ServicePlan External(string name, int team, string @namespace, string image, string kind) =>
        new(name, team, @namespace, image, null, []) { Kind = kind, Replicas = [1, 1, 2] };

    private static ServicePlan Unmapped(string name, int team, string @namespace, string image) =>
        new(name, team, @namespace, image, null, []) { Ghost = Ghost.Unmapped, OnlyInProduction = true };
}
