using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/login</c>, the ways to a code, and the website's <c>sign-in/tfa</c>.</summary>
internal static class SignInRoutes
{
    private const string Login = "/v1/user-service/user/login";
    private const string SendEmail = "/v1/user-service/user/sendemail/code";
    private const string SendSms = "/v1/user-service/user/sendsmscode";
    private const string Refresh = "/v1/user-service/user/refreshtoken";
    private const string Tfa = "/api/sign-in/tfa";
    private const string CodePurpose = "codeLogin";

    /// <summary>Whether the path is there for those who have no token yet.</summary>
    public static bool IsOpen(PathString path) => path.Value is Login or SendEmail or SendSms or Refresh;

    public static void MapSignIn(this IEndpointRouteBuilder routes, SimulatedAccount account, SimulatorOptions options)
    {
        int life = (int)options.TokenLife.TotalSeconds;
        RouteGroupBuilder signIn = routes.MapGroup("").AddEndpointFilter(async (context, next) =>
            account.LockOut.Left is { } left ? LockedOut(context.HttpContext.Response, left) : await next(context));

        signIn.MapPost(Login, (JsonObject body, HttpResponse response) =>
        {
            string? password = body.Text("password");
            string? code = body.Text("code");
            if (body.Text("account") is not { } given || (password ?? code) is null)
            {
                return Answers.BadRequest("'account' and 'password' or 'code' are needed");
            }
            if (account.NameOf(given) is not { } name || (code is null && password != account.Password))
            {
                return Wrong(response, account, 5, "Incorrect account or password", "ACCOUNT_OR_PASSWORD_INCORRECT");
            }
            if (code is not null)
            {
                return Checked(response, account, account.Codes.Take(name, code), () => Token(account, life));
            }
            return account.SignInMode switch
            {
                SignInMode.Code => Outcome(loginType: "verifyCode"),
                SignInMode.Tfa => Outcome(loginType: "tfa", tfaKey: account.Authenticator.Begin()),
                _ => Token(account, life),
            };
        });

        signIn.MapPost(SendEmail, (JsonObject body) => Send(account, body, "email", account.Email));
        signIn.MapPost(SendSms, (JsonObject body) => Send(account, body, "phone", account.Phone));

        signIn.MapPost(Tfa, (JsonObject body, HttpResponse response) =>
        {
            if (account.DemandsCookie)
            {
                return Answers.Fault(403, 403, "A cookie is missing", "missing_cookie");
            }
            if (body.Text("tfaKey") is not { } key || body.Text("tfaCode") is not { } code)
            {
                return Answers.BadRequest("'tfaKey' and 'tfaCode' are needed");
            }
            return Checked(response, account, account.Authenticator.Take(key, code), () =>
            {
                SetCookies(response, account.Tokens.Give());
                return Answers.Beside();
            });
        });

        routes.MapPost(Refresh, () => Answers.Fault(401, 1001, "Invalid token", "TOKEN_INVALID", "Tokens are not refreshed."));
    }

    private static IResult LockedOut(HttpResponse response, TimeSpan left)
    {
        response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Answers.Fault(429, 429, "Too many sign-in attempts", "TOO_MANY_ATTEMPTS");
    }

    private static IResult Send(SimulatedAccount account, JsonObject body, string member, string to)
    {
        if (body.Text(member) is not { } given || body.Text("type") != CodePurpose)
        {
            return Answers.BadRequest($"'{member}' and 'type' {CodePurpose} are needed");
        }
        if (account.NameOf(given) != to)
        {
            return Answers.Fault(400, 5, "The account does not exist", "ACCOUNT_NOT_FOUND");
        }
        account.Codes.Send(to);
        return Answers.Beside();
    }

    private static IResult Checked(HttpResponse response, SimulatedAccount account, CodeCheck check, Func<IResult> accepted) => check switch
    {
        CodeCheck.Accepted => accepted(),
        CodeCheck.Expired => Wrong(response, account, 1, "The code has expired", "CODE_EXPIRED"),
        _ => Wrong(response, account, 2, "The code is incorrect", "CODE_INCORRECT"),
    };

    private static IResult Wrong(HttpResponse response, SimulatedAccount account, int code, string message, string error) =>
        account.LockOut.CountWrong() is { } left ? LockedOut(response, left) : Answers.Fault(400, code, message, error);

    private static IResult Token(SimulatedAccount account, int life) => Outcome(account.Tokens.Give(), life);

    private static IResult Outcome(string token = "", int life = 0, string loginType = "", string tfaKey = "") =>
        Results.Json(new JsonObject
        {
            ["accessToken"] = token,
            ["refreshToken"] = token.Length > 0 ? RandomNumberGenerator.GetHexString(64) : "",
            ["expiresIn"] = life,
            ["refreshExpiresIn"] = life,
            ["tfaKey"] = tfaKey,
            ["accessMethod"] = "",
            ["loginType"] = loginType,
        });

    private static void SetCookies(HttpResponse response, string token)
    {
        CookieOptions options = new() { Path = "/", HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax };
        response.Cookies.Append("__cf_bm", RandomNumberGenerator.GetHexString(32), options);
        response.Cookies.Append("token", token, options);
        response.Cookies.Append("refreshToken", RandomNumberGenerator.GetHexString(64), options);
    }
}
