from wagtail.test.utils import WagtailPageTestCase

from cityofdesign.models import HomePage
from policies.models import PolicyIndexPage, PolicyPage


class PlacesOfPolicies(WagtailPageTestCase):
    def test_documents_stand_in_the_library_alone(self):
        self.assertAllowedParentPageTypes(PolicyPage, {PolicyIndexPage})
        self.assertAllowedSubpageTypes(PolicyPage, {})

    def test_the_library_stands_below_a_home_page(self):
        self.assertAllowedParentPageTypes(PolicyIndexPage, {HomePage})
        self.assertAllowedSubpageTypes(PolicyIndexPage, {PolicyPage})
