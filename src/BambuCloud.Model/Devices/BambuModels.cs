namespace BambuCloud;

/// <summary>The printer models: the code that files and the service name them by, and the name that people do (files.md).</summary>
public static class BambuModels
{
    private const string Vendor = "Bambu Lab ";

    private static readonly (string Code, string Name)[] All =
    [
        ("BL-P001", "X1 Carbon"),
        ("BL-P002", "X1"),
        ("C11", "P1P"),
        ("C12", "P1S"),
        ("C13", "X1E"),
        ("N1", "A1 mini"),
        ("N2S", "A1"),
        ("N6", "X2D"),
        ("N7", "P2S"),
        ("N9", "A2L"),
        ("O1C", "H2C"),
        ("O1C2", "H2C"),
        ("O1D", "H2D"),
        ("O1E", "H2D Pro"),
        ("O1S", "H2S"),
    ];

    /// <summary>The name of a model, <c>P1S</c>, by its code, <c>C12</c>, or by its name itself.</summary>
    /// <param name="model">A code, also of a sub-series (<c>N7-V2</c>), or a name; <see langword="null"/> for none.</param>
    /// <returns>The name; <see langword="null"/> where the model is not known here.</returns>
    public static string? NameOf(string? model) => Find(model).Name;

    /// <summary>The code of a model: <c>C12</c> of <c>P1S</c>, and a code as it stands.</summary>
    /// <param name="model">As of <see cref="NameOf"/>.</param>
    /// <returns>The code; <see langword="null"/> where the model is not known here.</returns>
    public static string? CodeOf(string? model) => Find(model) switch
    {
        { Code: null } => null,
        { Name: { } name, Code: { } code } when Same(name, Known(model!)) => code,
        _ => model!.Trim(), // N7-V2 is an N7, and stays what it is.
    };

    /// <summary>The code of a model without its sub-series: <c>N7</c> of <c>N7-V2</c>; what is not known here as it stands.</summary>
    internal static string BaseOf(string model) => Find(model).Code ?? model.Trim();

    /// <summary>What people call a model: the name that the service gives it, else the one of its code, else the code.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="code">The service's code, which may be a name too.</param>
    public static string? Named(string? name, string? code) =>
        !string.IsNullOrWhiteSpace(name) ? name : NameOf(code) ?? (string.IsNullOrWhiteSpace(code) ? null : code);

    private static (string? Code, string? Name) Find(string? model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            return default;
        }
        string wanted = Known(model);
        (string? Code, string? Name) found = Array.Find(All, each => Same(each.Code, wanted) || Same(each.Name, wanted));
        return found.Code is null && wanted.LastIndexOf('-') is > 0 and int dash ? Find(wanted[..dash]) : found;
    }

    // Files say "Bambu Lab P1S"; and the document X1C of what everybody else calls the X1 Carbon (API_DEVICES.md, Get device info).
    private static string Known(string model)
    {
        string name = model.Trim();
        name = name.StartsWith(Vendor, StringComparison.OrdinalIgnoreCase) ? name[Vendor.Length..].TrimStart() : name;
        return Same(name, "X1C") ? "X1 Carbon" : name;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
