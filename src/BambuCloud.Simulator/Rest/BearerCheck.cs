namespace BambuCloud.Simulator;

/// <summary>Lets nobody to the API without a valid token, but for signing in.</summary>
internal static class BearerCheck
{
    private const string Scheme = "Bearer ";

    public static void UseBearerCheck(this IApplicationBuilder app, SimulatedAccount account, ApiProfile profile) =>
        app.Use(async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || SignInRoutes.IsOpen(context.Request.Path))
        {
            await next();
            return;
        }
        string header = context.Request.Headers.Authorization.ToString();
        string? token = header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : null;
        IResult? fault = account.Tokens.StateOf(token) switch
        {
            TokenState.Valid => null,
            _ when profile == ApiProfile.Live => Answers.LiveFault(401, 4, "Please login."),
            TokenState.Expired => Answers.Fault(401, 1002, "Token expired", "TOKEN_EXPIRED"),
            _ => Answers.Fault(401, 1001, "Invalid token", "TOKEN_INVALID", "The token is unknown or was revoked."),
        };
        await (fault is null ? next() : fault.ExecuteAsync(context));
    });
}
