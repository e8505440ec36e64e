using System.Globalization;

namespace BambuCloud.Simulator;

/// <summary>The pictures of prints and plates. Their addresses are signed for a while, and need no token.</summary>
internal static class Covers
{
    private const string Root = "/cover";

    private static readonly byte[] Picture = ReadPicture();

    /// <summary>Scheme and host by which a request came, where its pictures are too.</summary>
    public static string Base(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    /// <summary>The address of a picture.</summary>
    /// <param name="host">What <see cref="Base"/> says.</param>
    /// <param name="id">Of the task, project or profile that it shows.</param>
    public static string UrlOf(string host, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{host}{Root}/{id}.png?X-Amz-Signature=5f1d{id:x}&X-Amz-Expires=1800");

    public static void MapCovers(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Root + "/{id:long}.png", () => Results.Bytes(Picture, "image/png"));

    private static byte[] ReadPicture()
    {
        using Stream resource = typeof(Covers).Assembly.GetManifestResourceStream("cover.png")
            ?? throw new InvalidOperationException("The picture is not in the assembly.");
        using MemoryStream bytes = new();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
