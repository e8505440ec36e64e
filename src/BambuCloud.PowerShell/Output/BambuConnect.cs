using System.ComponentModel;
using System.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Cmdlets;
using BambuCloud.Input;

namespace BambuCloud.Output;

/// <summary>The vendor's signed program Bambu Connect, which is opened with a file; a person prints it there.</summary>
internal static class BambuConnect
{
    private static bool IsOffered => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Ends a hand-over that cannot be, before anything is looked at.</summary>
    /// <param name="via">The way that is wanted.</param>
    /// <param name="waits">Whether the print's end is to be waited for.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.HandoverFailed"/>.</exception>
    public static void Ensure(BambuPrintVia via, bool waits)
    {
        if (via == BambuPrintVia.BambuConnect && (!IsOffered || waits))
        {
            throw new BambuException(BambuErrorKind.HandoverFailed, IsOffered
                ? "The end of a print that somebody starts in Bambu Connect cannot be waited for: nobody knows when that is."
                : "The vendor has no Bambu Connect for this system.");
        }
    }

    /// <summary>Whether the user wants a hand-over where the cloud starts nothing.</summary>
    public static bool Agrees(BambuCmdlet cmdlet, string file) => IsOffered && HostQuestion.Ask(cmdlet, () => cmdlet.ShouldContinue(
        $"The cloud starts no print. Open Bambu Connect with '{DisplayText.Clean(file)}', and print it there?", "Bambu Connect"));

    /// <summary>Opens it with a file.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="name">What the program calls it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.InvalidFileName"/>, or <see cref="BambuErrorKind.HandoverFailed"/>.
    /// </exception>
    public static void Open(string path, string name)
    {
        // Its normal form has a slash before the question mark, which the vendor's does not have.
        string link = BambuConnectLink.Of(path, name).OriginalString;
        try
        {
            // No command line of a shell: that breaks at & and %.
            using Process? opened = Process.Start(OperatingSystem.IsMacOS()
                ? new ProcessStartInfo("open", [link]) { UseShellExecute = false }
                : new ProcessStartInfo(link) { UseShellExecute = true });
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            throw new BambuException(
                BambuErrorKind.HandoverFailed, $"Bambu Connect could not be opened with '{name}': {fault.Message}", fault)
            {
                Subject = path,
            };
        }
    }
}
