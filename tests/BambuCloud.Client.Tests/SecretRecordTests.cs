using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text.RegularExpressions;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>What scripts and callers can hold in their hands: no text of it is a secret.</summary>
public sealed partial class SecretRecordTests
{
    private const string Mark = "M4rked-secret";

    /// <summary>What a caller fills in or takes to the next step; the cmdlets give none of it out.</summary>
    private static readonly Type[] Holders = [typeof(CloudSessionOptions), typeof(SavedSession), typeof(SignInStep),
        typeof(LanPrinterOptions), typeof(KnownPrinter)];

    public static TheoryData<Type> Types => [.. new[] { typeof(BambuDevice), typeof(CloudSession) }
        .SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type is { IsClass: true, IsAbstract: false,
            ContainsGenericParameters: false } && type != typeof(BambuApiException) && type != typeof(BambuException))];

    [Theory]
    [MemberData(nameof(Types))]
    public void Given_a_public_type_when_it_has_a_secret_then_it_is_a_SecureString_or_never_shown(Type type)
    {
        PropertyInfo[] secrets = [.. type.GetProperties().Where(property => SecretName().IsMatch(property.Name)
            && property.PropertyType != typeof(SignInCode))];

        Assert.True(Holders.Contains(type)
            || secrets.All(property => property.PropertyType == typeof(SecureString)), string.Join(", ", secrets.AsEnumerable()));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Given_a_public_type_when_all_that_may_be_secret_in_it_is_marked_then_its_text_shows_no_mark(Type type)
    {
        object item = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.CanWrite))
        {
            object? value = property.PropertyType == typeof(SecureString) ? new System.Net.NetworkCredential("", Mark).SecurePassword
                : property.PropertyType == typeof(string) ? SecretName().IsMatch(property.Name) ? Mark : "text"
                : property.PropertyType == typeof(Uri) ? new Uri("https://cloud.example/")
                : null;
            if (value is not null)
            {
                property.SetValue(item, value);
            }
        }
        string text;
        try
        {
            text = item.ToString() ?? "";
        }
        catch (Exception unmade) when (unmade is NullReferenceException or ArgumentNullException or InvalidOperationException)
        {
            return; // One whose text is made of what only its constructor sets, which no caller gives a secret to.
        }

        Assert.DoesNotContain(Mark, text, StringComparison.Ordinal);
    }

    [GeneratedRegex("Token|Password|Passwd|(Access|Bind|Verification|Tfa)Code|Secret|Credential|TfaKey|Signature$",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
