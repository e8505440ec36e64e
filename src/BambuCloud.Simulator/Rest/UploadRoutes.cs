using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/upload</c> and the storage that its addresses lead to.</summary>
internal static class UploadRoutes
{
    public const string Path = "/v1/iot-service/api/user/upload";

    public static void MapUploads(this IEndpointRouteBuilder routes, ObjectStorage storage, RequestLog log, ApiProfile profile)
    {
        routes.MapGet(Path, (HttpRequest request, string? filename, string? size) =>
        {
            if (string.IsNullOrEmpty(filename) || filename.Contains('/') || filename.Contains('\\')
                || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long length) || length <= 0)
            {
                return Answers.Fault(profile, 400, 1006, "Upload failed", "UPLOAD_FAILED", "'filename' and 'size' are needed");
            }
            (string ticket, string data, string sizeUrl) = storage.Presign($"{request.Scheme}://{request.Host}", filename, length);
            JsonObject answer = new()
            {
                ["host"] = "user",
                ["urls"] = new JsonArray(
                    new JsonObject { ["type"] = "filename", ["file"] = filename, ["url"] = data },
                    new JsonObject { ["type"] = "size", ["file"] = size, ["url"] = sizeUrl }),
            };
            if (profile == ApiProfile.Live)
            {
                answer["upload_url"] = data;
                answer["upload_ticket"] = ticket;
            }
            return Answers.Beside(answer);
        });

        routes.Map($"{ObjectStorage.Root}/{{**key}}", async (HttpContext context) =>
        {
            log.Count($"{context.Request.Method} storage");
            await storage.TakeAsync(context);
        });
    }
}
