using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/login</c>, the ways to a code, and the website's <c>sign-in/tfa</c>.</summary>
internal sealed class SignInRoutes
{
    public const string Login = "/v1/user-service/user/login";
    public const string Tfa = "/api/sign-in/tfa";

    private const string SendEmail = "/v1/user-service/user/sendemail/code";
    private const string SendSms = "/v1/user-service/user/sendsmscode";
    private const string Refresh = "/v1/user-service/user/refreshtoken";
    private const string Csrf = "/api/csrf";
    private const string CodePurpose = "codeLogin";

    private readonly SimulatedAccount _account;
    private readonly CsrfTokens _csrf = new();
    private readonly ApiProfile _profile;
    private readonly int _life;

    private SignInRoutes(SimulatedAccount account, SimulatorOptions options)
    {
        _account = account;
        _profile = options.Profile;
        _life = (int)options.TokenLife.TotalSeconds;
    }

    /// <summary>Whether the path is there for those who have no token yet.</summary>
    public static bool IsOpen(PathString path) => path.Value is Login or SendEmail or SendSms or Refresh;

    public static void Map(IEndpointRouteBuilder routes, SimulatedAccount account, SimulatorOptions options) =>
        new SignInRoutes(account, options).Map(routes);

    private void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder signIn = routes.MapGroup("").AddEndpointFilter(async (context, next) =>
            _account.LockOut.Left is { } left ? LockedOut(context.HttpContext.Response, left) : await next(context));

        signIn.MapPost(Login, SignIn);
        signIn.MapPost(SendEmail, (JsonObject body) => Send(body, "email", _account.Email));
        signIn.MapPost(SendSms, (JsonObject body) => Send(body, "phone", _account.Phone));
        signIn.MapPost(Tfa, (JsonObject body, HttpContext context) => TakeTfa(body, context));
        routes.MapPost(Refresh, () => _profile == ApiProfile.Live ? Answers.LiveFault(401, 4, "Please login.")
            : Answers.Fault(401, 1001, "Invalid token", "TOKEN_INVALID", "Tokens are not refreshed."));
        if (_profile == ApiProfile.Live)
        {
            routes.MapGet(Csrf, (HttpContext context) =>
            {
                CookieOptions options = new() { Path = "/", SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps };
                context.Response.Cookies.Append(CsrfTokens.Cookie, _csrf.Give(), options);
                return Results.NoContent();
            });
            signIn.MapPost("/api" + SendSms, (JsonObject body) => Send(body, "phone", _account.Phone)); // The site passes it on.
        }
    }

    private IResult SignIn(JsonObject body, HttpResponse response)
    {
        string? password = body.Text("password");
        string? code = body.Text("code");
        if (body.Text("account") is not { } given || (password ?? code) is null)
        {
            return Answers.BadRequest(_profile, "'account' and 'password' or 'code' are needed");
        }
        if (_account.NameOf(given) is not { } name || (code is null && password != _account.Password))
        {
            return Wrong(response, 5, "Incorrect account or password", "ACCOUNT_OR_PASSWORD_INCORRECT");
        }
        if (code is not null)
        {
            return Checked(response, _account.Codes.Take(name, code), Token);
        }
        if (_account.SignInMode == SignInMode.Code)
        {
            _account.Codes.Send(name); // Whoever is asked for a code has it already.
        }
        return _account.SignInMode switch
        {
            SignInMode.Code => Outcome(loginType: "verifyCode"),
            SignInMode.Tfa => Outcome(loginType: "tfa", tfaKey: _account.Authenticator.Begin()),
            _ => Token(),
        };
    }

    private IResult TakeTfa(JsonObject body, HttpContext context)
    {
        if (CookieRefusal(context.Request) is { } refusal)
        {
            return refusal;
        }
        if (body.Text("tfaKey") is not { } key || body.Text("tfaCode") is not { } code)
        {
            return Answers.BadRequest(_profile, "'tfaKey' and 'tfaCode' are needed");
        }
        return Checked(context.Response, _account.Authenticator.Take(key, code), () =>
        {
            SetCookies(context.Response, _account.Tokens.Give());
            return Answers.Beside();
        });
    }

    /// <summary>The site's refusal of a request that does not come from a page of it; null when it does.</summary>
    private IResult? CookieRefusal(HttpRequest request)
    {
        if (_profile == ApiProfile.Documented)
        {
            return _account.DemandsCookie ? Answers.Fault(403, 403, "A cookie is missing", "missing_cookie") : null;
        }
        string? reason = _account.DemandsCookie ? "missing_cookie" : _csrf.Check(request) switch
        {
            CsrfCheck.MissingCookie => "missing_cookie",
            CsrfCheck.MissingHeader => "missing_header",
            CsrfCheck.Mismatch => "token_mismatch",
            _ => null,
        };
        return reason is null ? null
            : Results.Json(new JsonObject { ["error"] = $"CSRF error: {reason}", ["reason"] = reason }, statusCode: 403);
    }

    private IResult LockedOut(HttpResponse response, TimeSpan left)
    {
        response.Headers.RetryAfter = Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Answers.Fault(_profile, 429, 429, "Too many sign-in attempts", "TOO_MANY_ATTEMPTS");
    }

    private IResult Send(JsonObject body, string member, string to)
    {
        if (body.Text(member) is not { } given || body.Text("type") != CodePurpose)
        {
            return Answers.BadRequest(_profile, $"'{member}' and 'type' {CodePurpose} are needed");
        }
        if (_account.NameOf(given) != to)
        {
            return Answers.Fault(_profile, 400, 5, "The account does not exist", "ACCOUNT_NOT_FOUND");
        }
        _account.Codes.Send(to);
        return Answers.Beside();
    }

    private IResult Checked(HttpResponse response, CodeCheck check, Func<IResult> accepted) => check switch
    {
        CodeCheck.Accepted => accepted(),
        CodeCheck.Expired => Wrong(response, 1, "The code has expired", "CODE_EXPIRED"),
        _ => Wrong(response, 2, "The code is incorrect", "CODE_INCORRECT"),
    };

    private IResult Wrong(HttpResponse response, int code, string message, string error) =>
        _account.LockOut.CountWrong() is { } left ? LockedOut(response, left) : Answers.Fault(_profile, 400, code, message, error);

    private IResult Token() => Outcome(_account.Tokens.Give(), _life);

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
