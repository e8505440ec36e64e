using System.Globalization;
using BambuCloud.Client.Http;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Api;

/// <summary>The account's projects.</summary>
public sealed class Projects
{
    private const int PageSize = 20;

    private readonly CloudApi _api;

    internal Projects(CloudApi api) => _api = api;

    /// <summary>
    /// <c>GET /v1/iot-service/api/user/project</c>, page by page as they are read. A service that does not page (the live one: its
    /// answer has neither <c>total</c> nor <c>page</c>) sends all at once.
    /// </summary>
    /// <param name="skip">So many of the first ones are left out; whole pages of them are not asked for.</param>
    /// <param name="first">So many at the most; the service is asked for no more.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="BambuApiException">
    /// The cloud did not answer as it should; <see cref="BambuErrorKind.UnexpectedResponse"/> also for pages that go round in a circle.
    /// </exception>
    public IAsyncEnumerable<BambuProject> ListAsync(int skip, int first, CancellationToken cancellationToken)
    {
        CloudCall list = new(Route.ListProjects);
        Redaction shown = _api.ShownOf(list);
        int size = skip == 0 ? Math.Min(first, Pages.Size) : Pages.Size;
        int before = skip / size;
        int behind = skip % size;
        PageRange<BambuProject> range = new() { First = first, PageSize = size };
        return Pages.ReadAsync(list, range, ReadPageAsync, project => project.ProjectId, cancellationToken)
            .OneByOneAsync(cancellationToken);

        async Task<Page<BambuProject>> ReadPageAsync(PageRequest page, CancellationToken cancellation)
        {
            CloudCall call = list.WithQuery(("page", Number(before + page.Number)), ("limit", Number(page.Limit)));
            ProjectListAnswer envelope = await _api.SendAsync(call, CloudJson.Default.ProjectListAnswer, cancellation)
                .ConfigureAwait(false);
            ProjectListAnswer answer = envelope.Data ?? envelope;
            List<ProjectContract?> projects = answer.Projects
                ?? (envelope.HasEnvelope ? [] : throw CloudFault.Unexpected(list, "has no 'projects'"));
            bool paged = answer.Total is not null || answer.Page is not null;
            int left = !paged ? skip : page.Number == 1 ? behind : 0;
            return new Page<BambuProject>(
                [.. NamedItems.Of(projects, project => project.ProjectId, list, "project_id").Select(project => ToProject(project, shown))
                    .Skip(left)],
                projects.Count,
                answer.Total - ((long)before * size))
            {
                IsWhole = !paged,
            };
        }

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary><c>GET …/user/project/{project_id}</c>: one project with its files, profiles and plates.</summary>
    /// <exception cref="BambuApiException"><see cref="BambuErrorKind.NotFound"/>, or the cloud did not answer as it should.</exception>
    public async Task<BambuProject> GetAsync(string projectId, CancellationToken cancellationToken)
    {
        CloudCall call = new(Route.GetProject, projectId);
        ProjectContract answer = await _api.SendAsync(call, CloudJson.Default.ProjectContract, cancellationToken).ConfigureAwait(false);
        answer = answer.Data ?? answer;
        return string.IsNullOrEmpty(answer.ProjectId)
            ? throw CloudFault.Unexpected(call, "has a project without 'project_id'")
            : ToProject(answer, _api.ShownOf(call));
    }

    private static BambuProject ToProject(ProjectContract project, Redaction shown) => new()
    {
        ProjectId = project.ProjectId!,
        Name = shown.Of(project.Name),
        CreatedAt = (project.CreatedAt ?? project.CreateTime)?.LocalDateTime,
        UpdatedAt = (project.UpdatedAt ?? project.UpdateTime)?.LocalDateTime,
        FileCount = Quantity.Count(project.FileCount),
        ModelId = project.ModelId,
        RawStatus = shown.Of(project.Status),
        DownloadUrl = PresignedUrl.Parse(project.DownloadUrl),
        Files = Array.AsReadOnly<BambuProjectFile>([.. (project.Files ?? []).Select(file => new BambuProjectFile
        {
            FileId = WireText.FirstOf(file.FileId, file.Id),
            FileName = shown.Of(WireText.FirstOf(file.FileName, file.Name)),
            Length = file.FileSize ?? file.Size,
            FileUrl = PresignedUrl.Parse(WireText.FirstOf(file.FileUrl, file.Url)),
            AdditionalProperties = AdditionalFields.From(file.Additional, shown),
        })]),
        Profiles = Array.AsReadOnly<BambuProjectProfile>([.. (project.Profiles ?? []).Select(profile => ToProfile(profile, shown))]),
        AdditionalProperties = AdditionalFields.From(project.Additional, shown),
    };

    private static BambuProjectProfile ToProfile(ProjectProfileContract profile, Redaction shown) => new()
    {
        ProfileId = profile.ProfileId,
        Name = shown.Of(profile.Name),
        RawStatus = shown.Of(profile.Status),
        Plates = Array.AsReadOnly<BambuProjectPlate>(
            [.. (profile.Context ?? []).SelectMany(context => context.Plates ?? []).Select(plate => new BambuProjectPlate
        {
            Index = Quantity.Count(plate.Index),
            EstimatedTime = Quantity.Seconds(plate.Prediction),
            FilamentGrams = plate.Weight,
            AdditionalProperties = AdditionalFields.From(plate.Additional, shown),
        })]),
        AdditionalProperties = AdditionalFields.From(profile.Additional, shown,
            [.. (profile.Context ?? []).Select(context => context.Additional)]),
    };
}
