using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// <c>/_sim/sign-in</c>: what the cloud asks for at a sign-in, and what a person would read in their mail or on their phone.
/// </summary>
internal static class SignInControlRoutes
{
    public static void MapSignInControl(this IEndpointRouteBuilder routes, SimulatedAccount account)
    {
        RouteGroupBuilder control = routes.MapGroup("/_sim/sign-in");

        control.MapGet("", () => Results.Json(new JsonObject
        {
            ["account"] = account.Email,
            ["phone"] = account.Phone,
            ["mode"] = account.SignInMode.ToString().ToLowerInvariant(),
            ["verificationCode"] = account.VerificationCode,
            ["sentTo"] = account.VerificationCodeSentTo,
            ["tfaCode"] = account.TfaCode,
        }));

        control.MapPost("/{mode}", (string mode) =>
        {
            if (!Enum.TryParse(mode, ignoreCase: true, out SignInMode asked) || !Enum.IsDefined(asked))
            {
                return Results.NotFound();
            }
            account.SignInMode = asked;
            return Results.Ok();
        });
        control.MapPost("/unlock", account.LockOut.Open);
        control.MapPost("/demand-cookie", () => { account.DemandsCookie = true; });
        control.MapPost("/accept-all", () => { account.DemandsCookie = false; });
    }
}
