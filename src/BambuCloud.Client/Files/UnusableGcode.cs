namespace BambuCloud.Client.Files;

/// <summary>Why a plate's G-code cannot be printed.</summary>
/// <param name="Kind"><see cref="BambuErrorKind.FileDamaged"/> or <see cref="BambuErrorKind.NotAPrintFile"/>.</param>
/// <param name="What">What it is or has: goes on where "The file …" begins.</param>
internal sealed record UnusableGcode(BambuErrorKind Kind, string What)
{
    /// <summary>What is packed there is damaged.</summary>
    public static UnusableGcode Damaged(int plate, string how) => new(BambuErrorKind.FileDamaged,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"is damaged: the G-code of plate {plate} {how}."));

    /// <summary>What stands there is something else.</summary>
    public static UnusableGcode NoGcode(int plate) => new(BambuErrorKind.NotAPrintFile,
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"has no G-code for plate {plate}, but something else under its name."));

    /// <summary>There are two of it: nobody can tell which of them a printer takes.</summary>
    public static UnusableGcode Twice(int plate) => Damaged(plate, "is in it twice, and differs");

    /// <summary>It takes a password, which no printer has.</summary>
    public static UnusableGcode Encrypted(int plate) => new(BambuErrorKind.NotAPrintFile,
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"has encrypted G-code for plate {plate}, which no printer can read."));
}
