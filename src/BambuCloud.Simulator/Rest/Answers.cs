using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>The envelopes and errors of the REST API.</summary>
internal static class Answers
{
    /// <summary><c>{"code":0,"message":"Success","data":…}</c>.</summary>
    public static IResult Data(JsonNode? data) => Results.Json(new JsonObject { ["code"] = 0, ["message"] = "Success", ["data"] = data });

    /// <summary>The payload beside <c>message</c>, <c>code</c> and <c>error</c>.</summary>
    public static IResult Beside(params ReadOnlySpan<(string Name, JsonNode? Value)> payload)
    {
        JsonObject answer = new() { ["message"] = "success", ["code"] = null, ["error"] = null };
        foreach ((string name, JsonNode? value) in payload)
        {
            answer[name] = value;
        }
        return Results.Json(answer);
    }

    /// <summary>The members of an object beside <c>message</c>, <c>code</c> and <c>error</c>.</summary>
    public static IResult Beside(JsonObject payload) =>
        Beside([.. payload.Select(member => (member.Key, member.Value?.DeepClone()))]);

    /// <summary><c>{"code","message","error","details"}</c> with a status.</summary>
    public static IResult Fault(int status, int code, string message, string error, string? reason = null)
    {
        JsonObject answer = new() { ["code"] = code, ["message"] = message, ["error"] = error };
        if (reason is not null)
        {
            answer["details"] = new JsonObject { ["reason"] = reason };
        }
        return Results.Json(answer, statusCode: status);
    }

    /// <summary>
    /// <c>{"code","error","message"}</c>: nearly all errors of the live service have their words in <c>error</c>, and none in
    /// <c>message</c>.
    /// </summary>
    public static IResult LiveFault(int status, int code, string words) =>
        Results.Json(new JsonObject { ["code"] = code, ["error"] = words, ["message"] = "" }, statusCode: status);

    /// <summary><c>{"detail"}</c>, as the live device service refuses what it does not know.</summary>
    public static IResult Detail(int status, string words) =>
        Results.Json(new JsonObject { ["detail"] = words }, statusCode: status);

    /// <summary>A plain text: the live service's answer to a request without what it needs.</summary>
    public static IResult NotSet(string field) => Results.Text($"field \"{field}\" is not set", statusCode: 400);

    /// <summary>A plain text: the live service's answer to a word where it wants a number.</summary>
    public static IResult NoNumber(string field) => Results.Text($"type mismatch for field \"{field}\"", statusCode: 400);

    /// <summary>An error in the shape of a profile.</summary>
    public static IResult Fault(ApiProfile profile, int status, int code, string message, string error, string? reason = null) =>
        profile == ApiProfile.Live ? LiveFault(status, code, reason ?? message) : Fault(status, code, message, error, reason);

    public static IResult DeviceNotFound(ApiProfile profile) => Fault(profile, 404, 1003, "Device not found", "DEVICE_NOT_FOUND");

    public static IResult DeviceOffline() => Fault(400, 1004, "Device offline", "DEVICE_OFFLINE");

    public static IResult PrintFailed(string reason) => Fault(400, 1005, "Print failed", "PRINT_FAILED", reason);

    public static IResult BadRequest(string reason) => BadRequest(ApiProfile.Documented, reason);

    public static IResult BadRequest(ApiProfile profile, string reason) =>
        Fault(profile, 400, 400, "Invalid parameter", "INVALID_PARAMETER", reason);

    public static IResult Forbidden() => Fault(403, 8, "permission denied", "Resource forbidden");

    /// <summary>The text of a member of a body, whatever its JSON type.</summary>
    public static string? Text(this JsonObject body, string name) =>
        (body[name] as JsonValue)?.ToString() is { Length: > 0 } text ? text : null;
}
