using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>my/profile</c> and <c>my/preference</c>: who the account is.</summary>
internal static class AccountRoutes
{
    public static void MapAccount(this IEndpointRouteBuilder routes, SimulatedAccount account)
    {
        long uid = long.Parse(account.Uid, CultureInfo.InvariantCulture);

        routes.MapGet("/v1/user-service/my/profile", () => Results.Json(new JsonObject
        {
            ["uid"] = uid,
            ["uidStr"] = account.Uid,
            ["account"] = account.Email,
            ["name"] = account.Name,
            ["avatar"] = "",
            ["productModels"] = new JsonArray("P1S", "X1 Carbon"),
            ["personal"] = new JsonObject { ["bio"] = "", ["links"] = new JsonArray(), ["backgroundUrl"] = "" },
        }));

        routes.MapGet("/v1/design-user-service/my/preference", () => Results.Json(new JsonObject
        {
            ["uid"] = uid,
            ["uidStr"] = account.Uid,
            ["name"] = account.Name,
            ["handle"] = "simulated",
        }));
    }
}
