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

    public static IResult DeviceNotFound() => Fault(404, 1003, "Device not found", "DEVICE_NOT_FOUND");

    public static IResult DeviceOffline() => Fault(400, 1004, "Device offline", "DEVICE_OFFLINE");

    public static IResult PrintFailed(string reason) => Fault(400, 1005, "Print failed", "PRINT_FAILED", reason);

    public static IResult BadRequest(string reason) => Fault(400, 400, "Invalid parameter", "INVALID_PARAMETER", reason);

    public static IResult Forbidden() => Fault(403, 8, "permission denied", "Resource forbidden");

    /// <summary>The text of a member of a body, whatever its JSON type.</summary>
    public static string? Text(this JsonObject body, string name) =>
        (body[name] as JsonValue)?.ToString() is { Length: > 0 } text ? text : null;
}
